"""The rules of disputes (矛盾纠纷) and their mediation: pure, standard library only, no clock, no I/O."""
