// Counters, and a histogram of latencies: sixteen steps to each doubling, so within 6 %.
#include <stdio.h>
#include <string.h>

#include "load.h"

enum { STEPS = 16, BUCKETS = 512 };

struct Counters counters;

static uint64_t buckets[BUCKETS], latencies;

static int bucket_of(uint64_t microseconds) {
    if (microseconds < STEPS) return (int)microseconds;
    int exponent = 63 - __builtin_clzll(microseconds);
    int bucket = (exponent - 3) * STEPS + (int)(microseconds >> (exponent - 4) & (STEPS - 1));
    return bucket < BUCKETS ? bucket : BUCKETS - 1;
}

static double middle_of(int bucket) {
    if (bucket < STEPS) return bucket + 0.5;
    int exponent = bucket / STEPS + 3;
    return (double)(1ull << exponent) * (1 + (bucket % STEPS + 0.5) / STEPS);
}

void count_latency(int64_t nanoseconds) {
    latencies++;
    buckets[bucket_of(nanoseconds < 0 ? 0 : (uint64_t)nanoseconds / 1000)]++;
}

static double quantile(double part) {
    uint64_t wanted = (uint64_t)(part * (double)latencies), seen = 0;
    for (int i = 0; i < BUCKETS; i++) {
        seen += buckets[i];
        if (seen > wanted) return middle_of(i);
    }
    return 0;
}

static uint32_t extended(const Source *source) {
    return source->rollover << 16 | source->highest;
}

void print_stats(bool reset) {
    uint64_t expected = 0, lost = 0;
    int ready = 0, heard = 0, hearing = 0;
    for (int id = 0; id < MAX_PEERS; id++) {
        Peer *peer = peers[id];
        if (!peer) continue;
        ready += peer->ready;
        heard += peer->heard;
        for (int i = 0; i < peer->source_count; i++) {
            Source *source = &peer->sources[i];
            hearing += source->received > 0;
            uint32_t due = extended(source) - source->base + 1;
            expected += due;
            if (due > source->received) lost += due - source->received;
            if (!reset) continue;
            source->base = extended(source) + 1;
            source->received = 0;
        }
    }
    printf("{\"event\":\"stats\",\"ready\":%d,\"heard\":%d,\"hearing\":%d,\"sent\":%lu,\"received\":%lu,\"receivedBytes\":%lu,"
           "\"rtcp\":%lu,\"keyFrameRequests\":%lu,\"rejected\":%lu,\"sendErrors\":%lu,\"expected\":%lu,"
           "\"lost\":%lu,\"p50Us\":%.1f,\"p95Us\":%.1f,\"p99Us\":%.1f}\n",
           ready, heard, hearing, counters.sent, counters.received, counters.received_bytes, counters.rtcp,
           counters.key_frame_requests, counters.rejected, counters.send_errors, expected, lost, quantile(0.5),
           quantile(0.95), quantile(0.99));
    if (!reset) return;
    memset(&counters, 0, sizeof counters);
    memset(buckets, 0, sizeof buckets);
    latencies = 0;
}
