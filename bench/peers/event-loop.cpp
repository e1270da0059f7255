// The yardstick: a small event loop in C++ with a 4-ary heap and exponentials by logarithm, statistics on. No cancellation.
//   event-loop mm1 CUSTOMERS | tandem CUSTOMERS | hold PENDING HOLDS
// Prints one JSON line: seconds of the loop alone, and results by which the work can be checked.
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <vector>

struct Xoshiro256 {
  uint64_t s[4];
  explicit Xoshiro256(uint64_t seed) {
    for (auto &word : s) {
      seed += 0x9e3779b97f4a7c15ULL;
      uint64_t z = seed;
      z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
      z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
      word = z ^ (z >> 31);
    }
  }
  static uint64_t rotl(uint64_t x, int k) { return (x << k) | (x >> (64 - k)); }
  uint64_t next() {
    uint64_t result = rotl(s[1] * 5, 7) * 9, t = s[1] << 17;
    s[2] ^= s[0]; s[3] ^= s[1]; s[1] ^= s[2]; s[0] ^= s[3]; s[2] ^= t; s[3] = rotl(s[3], 45);
    return result;
  }
  double uniform() { return (next() >> 11) * 0x1.0p-53; }
  double exponential(double mean) { return -mean * std::log(1 - uniform()); }
};

struct Event { double time; uint64_t serial; int kind; int payload; };

class Heap {
  std::vector<Event> heap;
  uint64_t serial = 0;
  static bool before(const Event &a, const Event &b) { return a.time < b.time || (a.time == b.time && a.serial < b.serial); }
public:
  bool empty() const { return heap.empty(); }
  void push(double time, int kind, int payload) {
    Event event{time, serial++, kind, payload};
    size_t place = heap.size();
    heap.push_back(event);
    while (place > 0) {
      size_t parent = (place - 1) >> 2;
      if (!before(event, heap[parent])) break;
      heap[place] = heap[parent];
      place = parent;
    }
    heap[place] = event;
  }
  Event pop() {
    Event top = heap[0], last = heap.back();
    heap.pop_back();
    size_t size = heap.size(), place = 0;
    if (size == 0) return top;
    for (;;) {
      size_t first = place * 4 + 1;
      if (first >= size) break;
      size_t best = first, end = first + 4 < size ? first + 4 : size;
      for (size_t child = first + 1; child < end; child++) if (before(heap[child], heap[best])) best = child;
      if (!before(heap[best], last)) break;
      heap[place] = heap[best];
      place = best;
    }
    heap[place] = last;
    return top;
  }
};

struct Tally {
  long count = 0; double mean = 0, squares = 0;
  void record(double x) { count++; double d = x - mean; mean += d / count; squares += d * (x - mean); }
};
struct TimeAverage {
  double area = 0, since = 0; int level = 0;
  void add(int step, double now) { area += level * (now - since); since = now; level += step; }
};

struct Station {
  int servers, room, busy = 0, blockedHere = 0;
  std::deque<double> waiting;
  std::deque<int> blockedSenders;
  Tally wait, response;
  TimeAverage number, inService;
  int present() const { return busy + (int)waiting.size(); }
};

static double seconds(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

static void mm1(long customers) {
  Heap events;
  Xoshiro256 arrivals(1), service(2);
  std::vector<double> arrivedAt;
  std::vector<int> spare;
  Station station{1, 1 << 30};
  std::deque<int> line;
  auto start = std::chrono::steady_clock::now();
  long departed = 0;
  double now = 0;
  auto begin = [&](int visit) {
    station.busy++;
    station.wait.record(now - arrivedAt[visit]);
    station.inService.add(1, now);
    events.push(now + service.exponential(1), 1, visit);
  };
  events.push(arrivals.exponential(1 / 0.9), 0, 0);
  while (departed < customers) {
    Event event = events.pop();
    now = event.time;
    if (event.kind == 0) {
      int visit;
      if (spare.empty()) { visit = (int)arrivedAt.size(); arrivedAt.push_back(now); }
      else { visit = spare.back(); spare.pop_back(); arrivedAt[visit] = now; }
      station.number.add(1, now);
      if (station.busy < station.servers) begin(visit); else line.push_back(visit);
      events.push(now + arrivals.exponential(1 / 0.9), 0, 0);
    } else {
      departed++;
      station.busy--;
      station.number.add(-1, now);
      station.inService.add(-1, now);
      station.response.record(now - arrivedAt[event.payload]);
      spare.push_back(event.payload);
      if (!line.empty()) { int next = line.front(); line.pop_front(); begin(next); }
    }
  }
  std::printf("{\"seconds\":%.6f,\"customers\":%ld,\"meanResponse\":%.6f}\n", seconds(start), departed, station.response.mean);
}

// Three stations of eight servers and room for sixteen, arrivals at 90 %; blocking after service, lost at the first when full.
static void tandem(long customers) {
  const int N = 3;
  Heap events;
  Xoshiro256 arrivals(1), service(2);
  struct Visit { double arrivedAt; };
  std::vector<Visit> visits;
  std::vector<int> spare;
  struct Node { int busy = 0, present = 0; std::deque<int> line, blocked; Tally wait, response; TimeAverage number, inService; } nodes[N];
  const int servers = 8, room = 16;
  auto start = std::chrono::steady_clock::now();
  long departed = 0, lost = 0;
  double now = 0;
  auto begin = [&](int node, int visit) {
    Node &n = nodes[node];
    n.busy++;
    n.wait.record(now - visits[visit].arrivedAt);
    n.inService.add(1, now);
    events.push(now + service.exponential(1), node + 1, visit);
  };
  auto enter = [&](int node, int visit) {
    Node &n = nodes[node];
    visits[visit].arrivedAt = now;
    n.present++;
    n.number.add(1, now);
    if (n.busy < servers) begin(node, visit); else n.line.push_back(visit);
  };
  auto leave = [&](auto &self, int node, int visit) -> void {
    Node &n = nodes[node];
    n.busy--; n.present--;
    n.number.add(-1, now);
    n.response.record(now - visits[visit].arrivedAt);
    if (!n.line.empty()) { int next = n.line.front(); n.line.pop_front(); begin(node, next); }
    if (!n.blocked.empty()) {
      int waiter = n.blocked.front(); n.blocked.pop_front();
      self(self, node - 1, waiter);
      enter(node, waiter);
    }
  };
  events.push(arrivals.exponential(1 / 7.2), 0, 0);
  while (departed < customers) {
    Event event = events.pop();
    now = event.time;
    if (event.kind == 0) {
      if (nodes[0].present >= room) lost++;
      else {
        int visit;
        if (spare.empty()) { visit = (int)visits.size(); visits.push_back({now}); } else { visit = spare.back(); spare.pop_back(); }
        enter(0, visit);
      }
      events.push(now + arrivals.exponential(1 / 7.2), 0, 0);
    } else {
      int node = event.kind - 1, visit = event.payload;
      nodes[node].inService.add(-1, now);
      if (node == N - 1) { departed++; leave(leave, node, visit); spare.push_back(visit); }
      else if (nodes[node + 1].present >= room) nodes[node + 1].blocked.push_back(visit);
      else { leave(leave, node, visit); enter(node + 1, visit); }
    }
  }
  std::printf("{\"seconds\":%.6f,\"customers\":%ld,\"lost\":%ld,\"throughput\":%.6f}\n", seconds(start), departed, lost, departed / now);
}

static void hold(long pending, long holds) {
  Heap events;
  Xoshiro256 random(1);
  for (long i = 0; i < pending; i++) events.push(random.exponential(1), 0, (int)i);
  double now = 0;
  auto start = std::chrono::steady_clock::now();
  for (long i = 0; i < holds; i++) {
    Event event = events.pop();
    now = event.time;
    events.push(now + random.exponential(1), 0, event.payload);
  }
  std::printf("{\"seconds\":%.6f,\"holds\":%ld,\"now\":%.6f}\n", seconds(start), holds, now);
}

int main(int argc, char **argv) {
  if (argc >= 3 && !std::strcmp(argv[1], "mm1")) mm1(std::atol(argv[2]));
  else if (argc >= 3 && !std::strcmp(argv[1], "tandem")) tandem(std::atol(argv[2]));
  else if (argc >= 4 && !std::strcmp(argv[1], "hold")) hold(std::atol(argv[2]), std::atol(argv[3]));
  else return std::fprintf(stderr, "usage: event-loop mm1 N | tandem N | hold PENDING HOLDS\n"), 2;
}
