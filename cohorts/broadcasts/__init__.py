"""What organizers write to many: broadcasts, reminders before and words after a cohort, notices of a change."""
