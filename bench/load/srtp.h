// SRTP and SRTCP (RFC 3711, RFC 7714), one direction of one peer at a time.
#ifndef SRTP_H
#define SRTP_H

#include <openssl/evp.h>
#include <stdbool.h>
#include <stdint.h>

typedef enum { AES_128_CM_SHA1_80, AES_128_GCM, AES_256_GCM } Profile;

typedef struct {
    EVP_CIPHER_CTX *cipher;
    EVP_MAC_CTX *mac; // for AES_128_CM_SHA1_80 only
    uint8_t salt[14];
} Keys;

typedef struct {
    Profile profile;
    Keys rtp, rtcp;
} Srtp;

// What a packet grows by, at most: a tag of 16 bytes and the index of SRTCP.
enum { SRTP_GROWTH = 20 };

int profile_key_bytes(Profile profile);
int profile_salt_bytes(Profile profile);

// Derives the session keys from the master key and salt that DTLS exported.
void srtp_open(Srtp *srtp, Profile profile, const uint8_t *key, const uint8_t *salt, bool encrypting);
void srtp_close(Srtp *srtp);

// The length of the header with its extension, or -1 for what is no RTP.
int rtp_header_bytes(const uint8_t *packet, int length);

// These work in place and return the new length; -1 for a packet that is too short or not authentic.
int srtp_protect(Srtp *srtp, uint8_t *packet, int length, uint32_t rollover);
int srtp_unprotect(Srtp *srtp, uint8_t *packet, int length, uint32_t rollover);
int srtcp_protect(Srtp *srtp, uint8_t *packet, int length, uint32_t index);
int srtcp_unprotect(Srtp *srtp, uint8_t *packet, int length);

#endif
