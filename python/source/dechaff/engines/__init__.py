"""dechaff in the engines that corpora are built with. Each module needs its engine installed."""
