"""`make bench`: what the hot paths cost, beside a bare Flask view of the same size under the same server."""
