"""The asyncio kata: a catalogue of exercises and the grader that runs them."""
