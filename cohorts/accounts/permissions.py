"""Who may do what: the whole policy. What stands in no row is refused."""

from typing import Protocol

# Permissions that need no role.
ANYBODY, SIGNED_IN = "anybody", "signed in"

# Every page of the organizers, by its endpoint, and the permission that it asks for.
POLICY = {
    "sign_in": ANYBODY,
    "sign_in_sent": ANYBODY,
    "enter": ANYBODY,
    "language": ANYBODY,
    "sign_out": SIGNED_IN,
    "sign_ins": SIGNED_IN,
    "end_sign_in": SIGNED_IN,
    "end_other_sign_ins": SIGNED_IN,
    "overview": "see programs",
    "programs": "see programs",
    "program": "see programs",
    "new_program": "edit programs",
    "edit_program": "edit programs",
    "program_publication": "publish programs",
    "program_archive": "publish programs",
    "cohort": "see programs",
    "new_cohort": "edit programs",
    "edit_cohort": "edit programs",
    "form": "see programs",
    "form_preview": "see programs",
    "form_preview_more": "see programs",
    "form_details": "edit programs",
    "form_order": "edit programs",
    "form_source": "edit programs",
    "form_pattern": "edit programs",
    "new_question": "edit programs",
    "question": "edit programs",
    "question_place": "edit programs",
    "question_copy": "edit programs",
    "question_deletion": "edit programs",
    "question_return": "edit programs",
    "cohort_publication": "publish programs",
    "cohort_archive": "publish programs",
    "cohort_cancellation": "cancel cohorts",
    "cohort_newcomers": "publish programs",
    "broadcasts": "send messages",
    "new_broadcast": "send messages",
    "broadcast": "send messages",
    "broadcast_review": "send messages",
    "broadcast_stop": "send messages",
    "broadcast_copy": "send messages",
    "broadcast_deletion": "send messages",
    "schedules": "send messages",
    "schedule": "send messages",
    "schedule_deletion": "send messages",
    "notice_now": "send messages",
    "notice_drop": "send messages",
    "held_back": "hold seats back",
    "give_held_back": "hold seats back",
    "registrations": "see registrations",
    "registrations_csv": "see registrations",
    "registrations_xlsx": "see registrations",
    "answer_summary": "see registrations",
    "answer_file": "see registrations",
    "files": "see registrations",
    "files_zip": "see registrations",
    "registration": "see registrations",
    "registration_cancellation": "cancel registrations",
    "decisions": "decide on registrations",
    "waitlist": "see registrations",
    "waitlist_offers": "decide on registrations",
    "waitlist_service": "decide on registrations",
    "end_of_line": "decide on registrations",
    "retraction": "decide on registrations",
    "reinstatement": "decide on registrations",
    "transfer": "change registrations",
    "end_transfer": "change registrations",
    "relocation": "change registrations",
    "registration_answers": "change registrations",
    "completion": "change registrations",
    "completions": "change registrations",
    "templates": "see programs",
    "template": "edit messages",
    "template_return": "edit messages",
    "template_preview": "see registrations",
    "outbox": "see messages",
    "message": "see messages",
    "message_html": "see messages",
    "retry_message": "send messages",
    "resend_message": "send messages",
    "mail_release": "send messages",
    "institution": "edit institution",
    "activity": "see activity",
}

# What is asked for beside a page's own permission.
SENSITIVE = "see sensitive answers"

ADMINISTRATOR = frozenset({*POLICY.values(), SENSITIVE})


class Account(Protocol):
    """Whoever asks."""

    @property
    def is_admin(self) -> bool:
        """Whether they are an administrator."""


def of(endpoint: str) -> str | None:
    """The permission that an endpoint asks for; None is for nobody."""
    return POLICY.get(endpoint)


def may(account: Account | None, permission: str | None) -> bool:
    """Whether an account (None: not signed in) has a permission."""
    if permission == ANYBODY:
        return True
    if account is None or permission is None:
        return False
    return permission == SIGNED_IN or (account.is_admin and permission in ADMINISTRATOR)
