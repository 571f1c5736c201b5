"""How it fits: settings, environment, composition of the services, addresses, command line and the demo."""
