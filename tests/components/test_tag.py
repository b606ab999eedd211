def test_a_tag_has_its_word_tone_and_drawing(draw):
    html = draw("tag", "tag('Open <now>', 'good', 'check')")
    assert html.startswith('<span class="tag good"><svg')
    assert html.endswith("Open &lt;now&gt;</span>")
