// What arrives: every packet is decrypted, its gap in the sequence and its age are counted.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bytes.h"
#include "load.h"

enum { PAYLOAD_FEEDBACK = 206, PICTURE_LOSS = 1, FULL_INTRA_REQUEST = 4 };

static Source *source_of(Peer *peer, uint32_t ssrc, uint16_t sequence) {
    for (int i = 0; i < peer->source_count; i++) {
        if (peer->sources[i].ssrc == ssrc) return &peer->sources[i];
    }
    peer->sources = realloc(peer->sources, sizeof(Source) * (size_t)(peer->source_count + 1));
    Source *source = &peer->sources[peer->source_count++];
    *source = (Source){.ssrc = ssrc, .highest = sequence, .base = sequence};
    return source;
}

// The rollover counter of this packet, by how far its number is from the highest one (RFC 3711, 3.3.1).
static uint32_t advance(Source *source, uint16_t sequence) {
    int16_t ahead = (int16_t)(sequence - source->highest);
    if (ahead > 0) {
        if (sequence < source->highest) source->rollover++;
        source->highest = sequence;
    } else if (sequence > source->highest) {
        return source->rollover - 1;
    }
    return source->rollover;
}

void receive_rtp(Peer *peer, uint8_t *packet, int length, uint64_t arrived) {
    uint16_t sequence = get16(packet + 2);
    Source *source = source_of(peer, get32(packet + 8), sequence);
    uint32_t rollover = advance(source, sequence);
    counters.received++;
    counters.received_bytes += (uint64_t)length;
    int plain = srtp_unprotect(&peer->receive, packet, length, rollover);
    if (plain < 0) {
        counters.rejected++;
        return;
    }
    source->received++;
    if (!peer->heard) {
        peer->heard = true;
        printf("{\"event\":\"first\",\"peer\":%d,\"atMs\":%.3f}\n", peer->id, (double)steady_now() / 1e6);
    }
    if (plain < 12 + STAMP_BYTES) return;
    const uint8_t *stamp = packet + plain - STAMP_BYTES;
    if (get32(stamp) == STAMP_MAGIC) count_latency((int64_t)(arrived - get64(stamp + 8)));
}

void receive_rtcp(Peer *peer, uint8_t *packet, int length) {
    length = srtcp_unprotect(&peer->receive, packet, length);
    if (length < 0) {
        counters.rejected++;
        return;
    }
    counters.rtcp++;
    for (int at = 0; at + 8 <= length;) {
        int format = packet[at] & 31, type = packet[at + 1];
        int bytes = 4 + 4 * get16(packet + at + 2);
        if (at + bytes > length) return;
        if (type == PAYLOAD_FEEDBACK && (format == PICTURE_LOSS || format == FULL_INTRA_REQUEST)) {
            counters.key_frame_requests++;
            // RFC 5104: a full intra request names its stream behind the fixed head.
            int target = format == FULL_INTRA_REQUEST && bytes >= 16 ? at + 12 : at + 8;
            if (target + 4 <= length) track_force_key_frame(get32(packet + target));
        }
        at += bytes;
    }
}
