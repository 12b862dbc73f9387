// What peers send: sound like Opus, pictures like VP8. Only sizes, times and headers are real.
#include <stdlib.h>
#include <string.h>

#include "bytes.h"
#include "load.h"

enum { SECOND = 1000000000, KEY_FRAME_FACTOR = 6, SPEECH_LEVEL = 30, NTP_EPOCH = 2208988800u };

typedef struct {
    TrackSettings settings;
    bool used, sending;
    uint32_t timestamp, rollover, counter;
    uint16_t sequence, picture;
    uint64_t interval, next, next_report;
    uint32_t packets_sent, bytes_sent;
    bool key_frame;
} Track;

static Track tracks[MAX_TRACKS];

static Track *find(uint32_t ssrc) {
    for (int i = 0; i < MAX_TRACKS; i++) {
        if (tracks[i].used && tracks[i].settings.ssrc == ssrc) return &tracks[i];
    }
    return NULL;
}

static Track *claim(void) {
    for (int i = 0; i < MAX_TRACKS; i++) {
        if (!tracks[i].used) return &tracks[i];
    }
    return NULL;
}

void track_send(const TrackSettings *settings) {
    Track *track = find(settings->ssrc);
    if (!track) {
        track = claim();
        if (!track) return;
        *track = (Track){.used = true, .key_frame = true};
        track->sequence = (uint16_t)(rand() & 0x3fff);
        track->timestamp = (uint32_t)rand();
    }
    // One that was hushed goes on where it was, maybe at another rate.
    track->settings = *settings;
    track->interval = (uint64_t)(SECOND / settings->per_second);
    track->sending = true;
    // Speakers do not speak in step.
    track->next = steady_now() + (uint64_t)rand() % track->interval;
}

void track_hush(uint32_t ssrc) {
    Track *track = find(ssrc);
    if (track) track->sending = false;
}

void track_force_key_frame(uint32_t ssrc) {
    Track *track = find(ssrc);
    if (track) track->key_frame = true;
}

void tracks_of_peer_end(int peer) {
    for (int i = 0; i < MAX_TRACKS; i++) {
        if (tracks[i].settings.peer == peer) tracks[i].used = false;
    }
}

static int write_header(const Track *track, uint8_t *packet, bool marker) {
    packet[0] = 0x80;
    packet[1] = (uint8_t)(track->settings.payload_type | (marker ? 0x80 : 0));
    put16(packet + 2, track->sequence);
    put32(packet + 4, track->timestamp);
    put32(packet + 8, track->settings.ssrc);
    if (!track->settings.level_id) return 12;
    packet[0] |= 0x10;
    put32(packet + 12, 0xBEDE0001); // one word of one-byte extensions (RFC 8285)
    packet[16] = (uint8_t)(track->settings.level_id << 4);
    packet[17] = 0x80 | SPEECH_LEVEL; // RFC 6464, with the bit for voice
    put16(packet + 18, 0);
    return 20;
}

// The descriptor of RFC 7741, and for a first packet the frame's tag by which key frames are known.
static int write_vp8(const Track *track, uint8_t *at, bool first, bool key) {
    uint8_t *start = at;
    *at++ = (uint8_t)(0x80 | (first ? 0x10 : 0));
    *at++ = 0x80; // a picture id follows
    put16(at, 0x8000 | (track->picture & 0x7fff));
    at += 2;
    if (!first) return (int)(at - start);
    *at++ = key ? 0x10 : 0x11;
    *at++ = 0;
    *at++ = 0;
    if (!key) return (int)(at - start);
    static const uint8_t size_640x360[] = {0x9d, 0x01, 0x2a, 0x80, 0x02, 0x68, 0x01};
    memcpy(at, size_640x360, sizeof size_640x360);
    return (int)(at + sizeof size_640x360 - start);
}

static void send_packet(Peer *peer, Track *track, bool first, bool last, bool key) {
    uint8_t packet[PACKET_BYTES];
    int head = write_header(track, packet, track->settings.video && last);
    int begin = head;
    if (track->settings.video) begin += write_vp8(track, packet + head, first, key);
    else packet[begin++] = 0x78; // Opus: fullband, 20 ms, mono
    int end = head + track->settings.bytes;
    if (end < begin + STAMP_BYTES) end = begin + STAMP_BYTES;
    memset(packet + begin, 0x55, (size_t)(end - STAMP_BYTES - begin));
    uint8_t *stamp = packet + end - STAMP_BYTES;
    put32(stamp, STAMP_MAGIC);
    put32(stamp + 4, ++track->counter);
    put64(stamp + 8, wall_now());
    peer_transmit(peer, packet, srtp_protect(&peer->send, packet, end, track->rollover));
    counters.sent++;
    track->packets_sent++;
    track->bytes_sent += (uint32_t)(end - head);
    if (++track->sequence == 0) track->rollover++;
}

// A sender report with the CNAME, as every real sender gives once a second or so.
static void send_report(Peer *peer, Track *track) {
    uint8_t packet[44 + SRTP_GROWTH] = {0x80, 200, 0, 6};
    uint64_t now = wall_now();
    put32(packet + 4, track->settings.ssrc);
    put32(packet + 8, (uint32_t)(now / SECOND + NTP_EPOCH));
    put32(packet + 12, (uint32_t)(((now % SECOND) << 32) / SECOND));
    put32(packet + 16, track->timestamp);
    put32(packet + 20, track->packets_sent);
    put32(packet + 24, track->bytes_sent);
    static const uint8_t description[] = {0x81, 202, 0, 3, 0, 0, 0, 0, 1, 4, 'l', 'o', 'a', 'd', 0, 0};
    memcpy(packet + 28, description, sizeof description);
    put32(packet + 32, track->settings.ssrc);
    peer_transmit_rtcp(peer, packet, 44);
}

static void send_frame(Peer *peer, Track *track) {
    const TrackSettings *settings = &track->settings;
    if (!settings->video) {
        send_packet(peer, track, true, true, false);
        track->timestamp += (uint32_t)(48000 / settings->per_second);
        return;
    }
    bool key = track->key_frame;
    int packets = key ? settings->packets * KEY_FRAME_FACTOR : settings->packets;
    track->key_frame = false;
    track->picture++;
    for (int i = 0; i < packets; i++) send_packet(peer, track, i == 0, i == packets - 1, key);
    track->timestamp += (uint32_t)(90000 / settings->per_second);
}

void tracks_run(uint64_t now) {
    for (int i = 0; i < MAX_TRACKS; i++) {
        Track *track = &tracks[i];
        if (!track->used || !track->sending || track->next > now) continue;
        Peer *peer = peers[track->settings.peer];
        track->next += track->interval;
        // After a long stop go on from here instead of sending everything that was missed.
        if (now > track->next + SECOND / 5) track->next = now;
        if (!peer || !peer->ready) continue;
        if (now >= track->next_report) {
            send_report(peer, track);
            track->next_report = now + SECOND;
        }
        send_frame(peer, track);
    }
}
