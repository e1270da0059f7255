// Servers by the clock: so many in each step of time, over and over.
import type { Handler, Kernel } from './kernel.ts';
import type { Station } from './station.ts';

export class ServerSchedule implements Handler {
  readonly #kernel: Kernel;
  readonly #station: Station;
  readonly #servers: readonly number[];
  readonly #stepSeconds: number;
  #step = 0;

  constructor(kernel: Kernel, station: Station, servers: readonly number[], stepSeconds: number) {
    this.#kernel = kernel;
    this.#station = station;
    this.#servers = servers;
    this.#stepSeconds = stepSeconds;
  }

  start(): void {
    this.handle();
  }

  handle(): void {
    const servers = this.#servers[this.#step % this.#servers.length]!;
    if (servers !== this.#station.servers) this.#station.setServers(servers);
    this.#step += 1;
    this.#kernel.schedule(this.#stepSeconds, this);
  }
}
