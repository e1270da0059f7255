// Somebody who queues at stations.

/** A customer's stay at one station: a small integer, valid until the stay ends. */
export type VisitId = number;

export interface Customer {
  /**
   * The service asked for is done. The customer has left, unless the station was made to hold its customers: then the server stays
   * occupied until `leave(visit)`.
   */
  served(visit: VisitId): void;
  /** Patience ended before service began; the customer has left. */
  gaveUp?(): void;
}
