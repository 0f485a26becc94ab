"""The forms of delivery's ports that join several processes; imported only where RAFIQ_REDIS_URL is set."""
