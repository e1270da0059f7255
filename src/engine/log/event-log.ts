// How parts of the engine report what happened: an event's name and plain facts. Never a password, never the content of a message.

export type Facts = Readonly<Record<string, string | number | boolean | null>>;
export type EventLog = (event: string, facts: Facts) => void;
