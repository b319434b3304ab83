"""Floor 5: the web application. It reads requests, calls a service and renders; it holds no rules."""
