from types import SimpleNamespace


def test_a_part_ends_with_going_on_going_back_and_saving(draw):
    html = draw("walk_actions", "walk_actions(walk, 'Continue', True)", walk=SimpleNamespace(asks=True))
    assert html.index("Continue") < html.index('name="back"') < html.index('name="save"')


def test_the_first_part_leads_back_to_nothing_and_a_form_without_questions_is_not_saved(draw):
    html = draw("walk_actions", "walk_actions(walk, 'Register', False)", walk=SimpleNamespace(asks=False))
    assert html.count("<button") == 1
