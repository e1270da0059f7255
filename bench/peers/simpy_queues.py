"""The same queues in SimPy 3 or 4, statistics on: simpy_queues.py mm1 CUSTOMERS | tandem CUSTOMERS. Prints one JSON line."""
import json
import random
import sys
import time

import simpy


class Tally:
    def __init__(self):
        self.count, self.mean, self.squares = 0, 0.0, 0.0

    def record(self, value):
        self.count += 1
        step = value - self.mean
        self.mean += step / self.count
        self.squares += step * (value - self.mean)


def mm1(customers):
    env = simpy.Environment()
    server = simpy.Resource(env, capacity=1)
    arrivals, services = random.Random(1), random.Random(2)
    wait, response = Tally(), Tally()
    done = env.event()

    def customer():
        came = env.now
        with server.request() as request:
            yield request
            wait.record(env.now - came)
            yield env.timeout(services.expovariate(1))
        response.record(env.now - came)
        if response.count == customers:
            done.succeed()

    def source():
        while True:
            yield env.timeout(arrivals.expovariate(0.9))
            env.process(customer())

    env.process(source())
    env.run(until=done)
    return response.count, response.mean


def tandem(customers, stations=3, servers=8, room=16):
    """Blocking after service: a customer keeps its server until the next station has room; the first one turns away."""
    env = simpy.Environment()
    server = [simpy.Resource(env, capacity=servers) for _ in range(stations)]
    places = [simpy.Resource(env, capacity=room) for _ in range(stations)]
    arrivals, services = random.Random(1), random.Random(2)
    wait = [Tally() for _ in range(stations)]
    response = Tally()
    lost = [0]
    done = env.event()

    def customer():
        came = env.now
        place = places[0].request()
        yield place
        for at in range(stations):
            entered = env.now
            slot = server[at].request()
            yield slot
            wait[at].record(env.now - entered)
            yield env.timeout(services.expovariate(1))
            next_place = None
            if at + 1 < stations:
                next_place = places[at + 1].request()
                yield next_place
            server[at].release(slot)
            places[at].release(place)
            place = next_place
        response.record(env.now - came)
        if response.count == customers:
            done.succeed()

    def source():
        while True:
            yield env.timeout(arrivals.expovariate(7.2))
            if places[0].count >= room:
                lost[0] += 1
            else:
                env.process(customer())

    env.process(source())
    env.run(until=done)
    return response.count, response.mean


if __name__ == "__main__":
    what, customers = sys.argv[1], int(sys.argv[2])
    start = time.perf_counter()
    count, mean = {"mm1": mm1, "tandem": tandem}[what](customers)
    print(json.dumps({"seconds": time.perf_counter() - start, "customers": count, "meanResponse": mean, "version": simpy.__version__}))
