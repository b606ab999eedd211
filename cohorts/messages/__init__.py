"""The words of messages: what organizers write in place of the defaults, and who asked not to be written to."""
