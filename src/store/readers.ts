/** By their names in NodeInfo: who reads an Event beside the Note without showing its readers the same thing twice. */
export const eventReaders = ["gancio", "mobilizon", "wordpress"];

/** Of these, who reads nothing else: Gancio answers 404 to a post, as if the inbox were gone, and to an Update of a profile nothing. */
export const readersOfEventsAlone = ["gancio"];
