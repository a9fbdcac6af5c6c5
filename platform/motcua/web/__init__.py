"""What people see: portal, desk, public look-up and the JSON API, in Flask."""
