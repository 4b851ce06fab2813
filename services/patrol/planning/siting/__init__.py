"""Where to stand: maximal covering and p-median, with a bound on how much better any choice could be."""
