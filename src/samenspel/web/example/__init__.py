"""An invented cooperation with simulated answers, to look around in."""
