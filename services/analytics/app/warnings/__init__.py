"""Early warning: once a day, what happened is compared with what is usual; who looks may dismiss what was found."""
