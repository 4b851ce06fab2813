"""The roster (名册): studios and mediators, kept by this service."""
