"""What several processes of one installation share: leases of jobs, wake-ups, the send budget, the mute."""
