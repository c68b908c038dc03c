"""From a sentence to sound: engines synthesize, the player plays, the narrator decides."""
