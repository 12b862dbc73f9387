// A link between two TAP devices that can be slow, lossy or cut: what `tc netem` does, where the kernel has none.
//
//   netemu TAP_A TAP_B
//
// Prints "ready" once both devices are there. Each line on the standard input sets the link, and is answered "ok":
//
//   DELAY_MS JITTER_MS LOSS_% DUPLICATE_% REORDER_% RATE_KBIT DROP_FROM_A DROP_FROM_B
//
// 0 is off. DROP is the sum of what is thrown away in that direction: 1 UDP, 2 TCP, 4 any other IP. ARP always
// gets through: it is the network behind the cable that is cut, not the cable. Ends with the standard input, so
// that no link outlives whoever made it.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

enum { DROP_UDP = 1, DROP_TCP = 2, DROP_OTHER = 4 };

// With a limited rate, whatever would wait for longer than this is lost, as in a router's buffer.
static const double buffer_ms = 400;

struct frame {
  double due;
  unsigned long number;  // keeps the order of frames that are due at the same moment
  int to;
  size_t length;
  unsigned char *bytes;
};

struct link {
  double delay, jitter, loss, duplicate, reorder, rate;
  int drop[2];
};

// A heap, the frame that is due first on top.
static struct frame *heap;
static size_t count, capacity;

static int before(const struct frame *a, const struct frame *b) {
  return a->due < b->due || (a->due == b->due && a->number < b->number);
}

static void swap(size_t a, size_t b) {
  struct frame held = heap[a];
  heap[a] = heap[b];
  heap[b] = held;
}

static void push(struct frame frame) {
  if (count == capacity) {
    capacity = capacity ? capacity * 2 : 1024;
    heap = realloc(heap, capacity * sizeof *heap);
    if (!heap) abort();
  }
  size_t at = count++;
  heap[at] = frame;
  for (; at && before(&heap[at], &heap[(at - 1) / 2]); at = (at - 1) / 2) swap(at, (at - 1) / 2);
}

static struct frame pop(void) {
  struct frame first = heap[0];
  heap[0] = heap[--count];
  for (size_t at = 0;;) {
    size_t least = at;
    for (size_t child = 2 * at + 1; child <= 2 * at + 2 && child < count; child++)
      if (before(&heap[child], &heap[least])) least = child;
    if (least == at) return first;
    swap(at, least);
    at = least;
  }
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

static int happens(double percent) { return percent > 0 && drand48() * 100 < percent; }

static int open_tap(const char *name) {
  struct ifreq request = {.ifr_flags = IFF_TAP | IFF_NO_PI};
  strncpy(request.ifr_name, name, IFNAMSIZ - 1);
  int device = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
  if (device < 0 || ioctl(device, TUNSETIFF, &request) < 0) {
    perror(name);
    exit(1);
  }
  return device;
}

static int is_dropped(const unsigned char *frame, size_t length, int drop) {
  const size_t ethernet = 14;
  int is_ipv4 = length >= ethernet + 20 && frame[12] == 0x08 && frame[13] == 0x00;
  int is_ipv6 = length >= ethernet + 40 && frame[12] == 0x86 && frame[13] == 0xdd;
  if (!is_ipv4 && !is_ipv6) return 0;
  switch (is_ipv4 ? frame[ethernet + 9] : frame[ethernet + 6]) {
    case 17: return drop & DROP_UDP;
    case 6: return drop & DROP_TCP;
    default: return drop & DROP_OTHER;
  }
}

// When each direction's line is free again, and when its last frame is due: without reordering none overtakes.
static double line_free[2], last_due[2];

static void receive(const struct link *link, int from, const unsigned char *bytes, size_t length) {
  static unsigned long number;
  double sent = now();
  if (is_dropped(bytes, length, link->drop[from]) || happens(link->loss)) return;
  if (link->rate > 0) {
    double start = line_free[from] > sent ? line_free[from] : sent;
    double end = start + (double)length * 8 / link->rate;
    if (end - sent > buffer_ms) return;
    line_free[from] = sent = end;
  }
  for (int copies = 1 + happens(link->duplicate); copies > 0; copies--) {
    double jitter = link->jitter * (drand48() * 2 - 1);
    double due = happens(link->reorder) ? sent : sent + link->delay + jitter;
    if (link->reorder <= 0 && due < last_due[from]) due = last_due[from];
    if (due > last_due[from]) last_due[from] = due;
    unsigned char *copy = malloc(length);
    if (!copy) abort();
    memcpy(copy, bytes, length);
    push((struct frame){due, number++, 1 - from, length, copy});
  }
}

static void obey(struct link *link) {
  char line[256];
  ssize_t length = read(STDIN_FILENO, line, sizeof line - 1);
  if (length <= 0) exit(0);
  line[length] = 0;
  struct link next = {0};
  int read = sscanf(line, "%lf %lf %lf %lf %lf %lf %d %d", &next.delay, &next.jitter, &next.loss,
                    &next.duplicate, &next.reorder, &next.rate, &next.drop[0], &next.drop[1]);
  if (read == 8) *link = next;
  puts(read == 8 ? "ok" : "what?");
}

int main(int argc, char **argv) {
  if (argc != 3) return 2;
  int taps[2] = {open_tap(argv[1]), open_tap(argv[2])};
  int timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
  struct link link = {0};
  unsigned char bytes[65536];
  setvbuf(stdout, NULL, _IOLBF, 0);
  srand48(getpid());
  puts("ready");

  for (;;) {
    while (count && heap[0].due <= now()) {
      struct frame frame = pop();
      // A device that is down takes nothing: the frame is lost, as on a real line.
      if (write(taps[frame.to], frame.bytes, frame.length) < 0 && errno == EBADF) return 1;
      free(frame.bytes);
    }
    double wait = count ? heap[0].due - now() : 0;
    long nanoseconds = count && wait < 0.001 ? 1000 : (long)(wait * 1e6);
    struct itimerspec alarm = {.it_value = {nanoseconds / 1000000000, nanoseconds % 1000000000}};
    timerfd_settime(timer, 0, &alarm, NULL);

    struct pollfd events[] = {
        {taps[0], POLLIN, 0}, {taps[1], POLLIN, 0}, {timer, POLLIN, 0}, {STDIN_FILENO, POLLIN, 0}};
    poll(events, 4, -1);
    unsigned long long expirations;
    if (events[2].revents && read(timer, &expirations, sizeof expirations) < 0 && errno != EAGAIN) return 1;
    if (events[3].revents) obey(&link);
    for (int from = 0; from < 2; from++) {
      if (!events[from].revents) continue;
      // Not all that is there: the other direction has frames that are due.
      for (int frames = 0; frames < 64; frames++) {
        ssize_t length = read(taps[from], bytes, sizeof bytes);
        if (length <= 0) break;
        receive(&link, from, bytes, (size_t)length);
      }
    }
  }
}
