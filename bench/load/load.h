// The load generator: peers with real ICE, DTLS and SRTP, the tracks they send, and what is counted.
#ifndef LOAD_H
#define LOAD_H

#include <netinet/in.h>
#include <openssl/ssl.h>
#include <stdbool.h>
#include <stdint.h>

#include "srtp.h"

enum { MAX_PEERS = 4096, MAX_TRACKS = 256, PACKET_BYTES = 2048 };

// A stream that a peer receives.
typedef struct {
    uint32_t ssrc;
    uint32_t rollover;
    uint16_t highest; // sequence number
    uint32_t base;    // extended sequence number at which counting began
    uint64_t received;
} Source;

typedef struct {
    int id;
    int socket;
    struct sockaddr_in server;
    char ufrag[64], password[128]; // the server's
    SSL *ssl;
    BIO *incoming;
    Srtp send, receive;
    bool ready;
    uint32_t rtcp_index;
    uint64_t begun, ice_done; // steady time
    uint64_t next_check;
    int checks;
    bool heard; // some RTP came
    Source *sources;
    int source_count;
} Peer;

// peer.c
extern Peer *peers[MAX_PEERS];
extern int peer_poll; // an epoll whose events carry the id of a peer
void peer_connect(int id, const char *address, int port, const char *ufrag, const char *password);
void peer_close(int id);
// Reads whatever waits on the peer's socket.
void peer_read(Peer *peer);
// Repeats what got no answer, and keeps the consent to send (RFC 7675) alive.
void peer_maintain(Peer *peer, uint64_t now);
void peer_transmit(Peer *peer, const uint8_t *packet, int length);
void peer_transmit_rtcp(Peer *peer, uint8_t *packet, int length);
void peer_failed(const Peer *peer, const char *why);

// ice.c
void ice_check(Peer *peer);
// Says whether this is the answer to a check.
bool ice_is_answer(const uint8_t *packet, int length);

// dtls.c
void dtls_init(char fingerprint[96]);
void dtls_begin(Peer *peer);
void dtls_receive(Peer *peer, const uint8_t *packet, int length);

// receive.c
void receive_rtp(Peer *peer, uint8_t *packet, int length, uint64_t arrived);
void receive_rtcp(Peer *peer, uint8_t *packet, int length);

// track.c
typedef struct {
    int peer;
    bool video;
    uint32_t ssrc;
    int payload_type;
    int bytes;         // of payload in a packet
    double per_second; // packets of audio, frames of video
    int packets;       // in a frame of video
    int level_id;      // of the audio level header extension; 0: none
} TrackSettings;
// What ends every payload: magic, counter, and the time at which it was sent.
enum { STAMP_BYTES = 16, STAMP_MAGIC = 0x484f424e };
void track_send(const TrackSettings *settings);
void track_hush(uint32_t ssrc);
void track_force_key_frame(uint32_t ssrc);
void tracks_of_peer_end(int peer);
void tracks_run(uint64_t now);

// stats.c
extern struct Counters {
    uint64_t sent, received, received_bytes, rtcp, key_frame_requests, rejected, send_errors;
} counters;
void count_latency(int64_t nanoseconds);
void print_stats(bool reset);

// commands.c
void run_command(const char *line);

#endif
