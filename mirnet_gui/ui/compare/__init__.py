"""The Compare page: synchronized views, their methods and figures."""
