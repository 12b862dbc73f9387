// The controlling side of ICE towards a server that is ICE-lite (RFC 8445): we check, the server answers.
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <stdio.h>
#include <string.h>

#include "bytes.h"
#include "load.h"

enum {
    BINDING_REQUEST = 0x0001,
    BINDING_SUCCESS = 0x0101,
    MAGIC_COOKIE = 0x2112A442,
    HEADER = 20,
    USERNAME = 0x0006,
    MESSAGE_INTEGRITY = 0x0008,
    PRIORITY = 0x0024,
    USE_CANDIDATE = 0x0025,
    FINGERPRINT = 0x8028,
    ICE_CONTROLLING = 0x802A,
};

// CRC-32 of ISO 3309, as in zip; checks are too rare for a table.
static uint32_t crc32_of(const uint8_t *bytes, int length) {
    uint32_t crc = ~0u;
    for (int i = 0; i < length; i++) {
        crc ^= bytes[i];
        for (int bit = 0; bit < 8; bit++) crc = crc & 1 ? 0xEDB88320u ^ (crc >> 1) : crc >> 1;
    }
    return ~crc;
}

static int add(uint8_t *packet, int at, int type, const void *value, int length) {
    put16(packet + at, (uint16_t)type);
    put16(packet + at + 2, (uint16_t)length);
    if (length) memcpy(packet + at + 4, value, (size_t)length);
    at += 4 + length;
    while (at & 3) packet[at++] = 0;
    // Integrity and fingerprint are made over a header whose length already counts them.
    put16(packet + 2, (uint16_t)(at - HEADER));
    return at;
}

static int seal(uint8_t *packet, int length, const char *password) {
    uint8_t digest[20] = {0}, crc[4] = {0};
    int end = add(packet, length, MESSAGE_INTEGRITY, digest, sizeof digest);
    EVP_Q_mac(NULL, "HMAC", NULL, "SHA1", NULL, password, strlen(password), packet, (size_t)length,
              packet + length + 4, sizeof digest, NULL);
    length = end;
    end = add(packet, length, FINGERPRINT, crc, sizeof crc);
    put32(packet + length + 4, crc32_of(packet, length) ^ 0x5354554e);
    return end;
}

void ice_check(Peer *peer) {
    uint8_t packet[512] = {0}, priority[4], tie_breaker[8];
    char name[128];
    put16(packet, BINDING_REQUEST);
    put32(packet + 4, MAGIC_COOKIE);
    RAND_bytes(packet + 8, 12);
    int name_bytes = snprintf(name, sizeof name, "%s:load%d", peer->ufrag, peer->id);
    put32(priority, 0x6e7f1eff);
    put64(tie_breaker, 0x1234567800000000u + (uint64_t)peer->id);
    int length = add(packet, HEADER, USERNAME, name, name_bytes);
    length = add(packet, length, PRIORITY, priority, sizeof priority);
    length = add(packet, length, ICE_CONTROLLING, tie_breaker, sizeof tie_breaker);
    length = add(packet, length, USE_CANDIDATE, NULL, 0);
    length = seal(packet, length, peer->password);
    peer_transmit(peer, packet, length);
}

bool ice_is_answer(const uint8_t *packet, int length) {
    return length >= HEADER && get16(packet) == BINDING_SUCCESS && get32(packet + 4) == MAGIC_COOKIE;
}
