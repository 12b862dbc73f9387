#include "srtp.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <string.h>

#include "bytes.h"

enum { GCM_TAG = 16, SHA1_TAG = 10, RTCP_HEAD = 8, RTCP_INDEX = 4 };

// RFC 3711, 4.3.1: what the labels of the key derivation stand for.
enum { RTP_KEY, RTP_AUTH, RTP_SALT, RTCP_KEY, RTCP_AUTH, RTCP_SALT };

int profile_key_bytes(Profile profile) {
    return profile == AES_256_GCM ? 32 : 16;
}

int profile_salt_bytes(Profile profile) {
    return profile == AES_128_CM_SHA1_80 ? 14 : 12;
}

static void derive(const uint8_t *key, int key_bytes, const uint8_t salt[14], int label, uint8_t *out,
                   int length) {
    uint8_t iv[16] = {0};
    static const uint8_t zeros[32];
    memcpy(iv, salt, 14);
    iv[7] ^= (uint8_t)label;
    EVP_CIPHER_CTX *cipher = EVP_CIPHER_CTX_new();
    int written;
    EVP_EncryptInit_ex(cipher, key_bytes == 32 ? EVP_aes_256_ctr() : EVP_aes_128_ctr(), NULL, key, iv);
    EVP_EncryptUpdate(cipher, out, &written, zeros, length);
    EVP_CIPHER_CTX_free(cipher);
}

static EVP_MAC_CTX *open_mac(const uint8_t *key) {
    EVP_MAC *hmac = EVP_MAC_fetch(NULL, "HMAC", NULL);
    EVP_MAC_CTX *mac = EVP_MAC_CTX_new(hmac);
    EVP_MAC_free(hmac);
    char digest[] = "SHA1";
    OSSL_PARAM params[] = {OSSL_PARAM_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 4), OSSL_PARAM_END};
    EVP_MAC_init(mac, key, 20, params);
    return mac;
}

static const EVP_CIPHER *cipher_of(Profile profile) {
    if (profile == AES_256_GCM) return EVP_aes_256_gcm();
    return profile == AES_128_GCM ? EVP_aes_128_gcm() : EVP_aes_128_ctr();
}

static void open_keys(Keys *keys, Profile profile, const uint8_t *key, const uint8_t salt[14], int first_label,
                      bool encrypting) {
    int key_bytes = profile_key_bytes(profile);
    uint8_t session_key[32], auth_key[20];
    derive(key, key_bytes, salt, first_label, session_key, key_bytes);
    derive(key, key_bytes, salt, first_label + 2, keys->salt, 14);
    keys->cipher = EVP_CIPHER_CTX_new();
    EVP_CipherInit_ex(keys->cipher, cipher_of(profile), NULL, session_key, NULL, encrypting);
    keys->mac = NULL;
    if (profile != AES_128_CM_SHA1_80) return;
    derive(key, key_bytes, salt, first_label + 1, auth_key, sizeof auth_key);
    keys->mac = open_mac(auth_key);
}

void srtp_open(Srtp *srtp, Profile profile, const uint8_t *key, const uint8_t *salt, bool encrypting) {
    uint8_t padded[14] = {0};
    memcpy(padded, salt, (size_t)profile_salt_bytes(profile));
    srtp->profile = profile;
    open_keys(&srtp->rtp, profile, key, padded, RTP_KEY, encrypting);
    open_keys(&srtp->rtcp, profile, key, padded, RTCP_KEY, encrypting);
}

void srtp_close(Srtp *srtp) {
    EVP_CIPHER_CTX_free(srtp->rtp.cipher);
    EVP_CIPHER_CTX_free(srtp->rtcp.cipher);
    EVP_MAC_CTX_free(srtp->rtp.mac);
    EVP_MAC_CTX_free(srtp->rtcp.mac);
}

// Both kinds of cipher start from the salt, the SSRC and a packet index of 48 bits, at different places.
static void make_iv(uint8_t iv[16], const Srtp *srtp, const Keys *keys, uint32_t ssrc, uint64_t index) {
    bool gcm = srtp->profile != AES_128_CM_SHA1_80;
    int at = gcm ? 2 : 4;
    uint8_t unique[16] = {0};
    put32(unique + at, ssrc);
    put16(unique + at + 4, (uint16_t)(index >> 32));
    put32(unique + at + 6, (uint32_t)index);
    memset(iv, 0, 16);
    memcpy(iv, keys->salt, gcm ? 12 : 14);
    for (int i = 0; i < 16; i++) iv[i] ^= unique[i];
}

typedef struct {
    const uint8_t *bytes;
    int length;
} Span;

static void gcm_seal(Keys *keys, const uint8_t *iv, Span head, Span more, uint8_t *text, int length) {
    int written;
    EVP_EncryptInit_ex(keys->cipher, NULL, NULL, NULL, iv);
    EVP_EncryptUpdate(keys->cipher, NULL, &written, head.bytes, head.length);
    if (more.length) EVP_EncryptUpdate(keys->cipher, NULL, &written, more.bytes, more.length);
    EVP_EncryptUpdate(keys->cipher, text, &written, text, length);
    EVP_EncryptFinal_ex(keys->cipher, text + length, &written);
    EVP_CIPHER_CTX_ctrl(keys->cipher, EVP_CTRL_GCM_GET_TAG, GCM_TAG, text + length);
}

static bool gcm_open(Keys *keys, const uint8_t *iv, Span head, Span more, uint8_t *text, int length) {
    int written;
    uint8_t rest[16];
    EVP_DecryptInit_ex(keys->cipher, NULL, NULL, NULL, iv);
    EVP_CIPHER_CTX_ctrl(keys->cipher, EVP_CTRL_GCM_SET_TAG, GCM_TAG, text + length);
    EVP_DecryptUpdate(keys->cipher, NULL, &written, head.bytes, head.length);
    if (more.length) EVP_DecryptUpdate(keys->cipher, NULL, &written, more.bytes, more.length);
    EVP_DecryptUpdate(keys->cipher, text, &written, text, length);
    return EVP_DecryptFinal_ex(keys->cipher, rest, &written) > 0;
}

static void counter_mode(Keys *keys, const uint8_t *iv, uint8_t *text, int length) {
    int written;
    EVP_CipherInit_ex(keys->cipher, NULL, NULL, NULL, iv, -1);
    EVP_CipherUpdate(keys->cipher, text, &written, text, length);
}

static void tag_of(Keys *keys, Span packet, Span more, uint8_t tag[20]) {
    size_t written;
    EVP_MAC_init(keys->mac, NULL, 0, NULL);
    EVP_MAC_update(keys->mac, packet.bytes, (size_t)packet.length);
    if (more.length) EVP_MAC_update(keys->mac, more.bytes, (size_t)more.length);
    EVP_MAC_final(keys->mac, tag, &written, 20);
}

int rtp_header_bytes(const uint8_t *packet, int length) {
    if (length < 12) return -1;
    int bytes = 12 + 4 * (packet[0] & 15);
    if (packet[0] & 0x10) {
        if (bytes + 4 > length) return -1;
        bytes += 4 + 4 * get16(packet + bytes + 2);
    }
    return bytes <= length ? bytes : -1;
}

static uint64_t rtp_index(const uint8_t *packet, uint32_t rollover) {
    return (uint64_t)rollover << 16 | get16(packet + 2);
}

int srtp_protect(Srtp *srtp, uint8_t *packet, int length, uint32_t rollover) {
    int head = rtp_header_bytes(packet, length);
    uint8_t iv[16], tag[20], index[4];
    make_iv(iv, srtp, &srtp->rtp, get32(packet + 8), rtp_index(packet, rollover));
    if (srtp->profile != AES_128_CM_SHA1_80) {
        gcm_seal(&srtp->rtp, iv, (Span){packet, head}, (Span){0}, packet + head, length - head);
        return length + GCM_TAG;
    }
    counter_mode(&srtp->rtp, iv, packet + head, length - head);
    put32(index, rollover);
    tag_of(&srtp->rtp, (Span){packet, length}, (Span){index, 4}, tag);
    memcpy(packet + length, tag, SHA1_TAG);
    return length + SHA1_TAG;
}

int srtp_unprotect(Srtp *srtp, uint8_t *packet, int length, uint32_t rollover) {
    int head = rtp_header_bytes(packet, length);
    bool gcm = srtp->profile != AES_128_CM_SHA1_80;
    length -= gcm ? GCM_TAG : SHA1_TAG;
    if (head < 0 || length < head) return -1;
    uint8_t iv[16], tag[20], index[4];
    make_iv(iv, srtp, &srtp->rtp, get32(packet + 8), rtp_index(packet, rollover));
    if (gcm) {
        bool authentic =
            gcm_open(&srtp->rtp, iv, (Span){packet, head}, (Span){0}, packet + head, length - head);
        return authentic ? length : -1;
    }
    put32(index, rollover);
    tag_of(&srtp->rtp, (Span){packet, length}, (Span){index, 4}, tag);
    if (CRYPTO_memcmp(packet + length, tag, SHA1_TAG) != 0) return -1;
    counter_mode(&srtp->rtp, iv, packet + head, length - head);
    return length;
}

int srtcp_protect(Srtp *srtp, uint8_t *packet, int length, uint32_t index) {
    uint8_t iv[16], tag[20], marked[RTCP_INDEX];
    put32(marked, index | 0x80000000u); // the first bit: encrypted
    make_iv(iv, srtp, &srtp->rtcp, get32(packet + 4), index);
    if (srtp->profile != AES_128_CM_SHA1_80) {
        gcm_seal(&srtp->rtcp, iv, (Span){packet, RTCP_HEAD}, (Span){marked, RTCP_INDEX}, packet + RTCP_HEAD,
                 length - RTCP_HEAD);
        memcpy(packet + length + GCM_TAG, marked, RTCP_INDEX);
        return length + GCM_TAG + RTCP_INDEX;
    }
    counter_mode(&srtp->rtcp, iv, packet + RTCP_HEAD, length - RTCP_HEAD);
    memcpy(packet + length, marked, RTCP_INDEX);
    length += RTCP_INDEX;
    tag_of(&srtp->rtcp, (Span){packet, length}, (Span){0}, tag);
    memcpy(packet + length, tag, SHA1_TAG);
    return length + SHA1_TAG;
}

int srtcp_unprotect(Srtp *srtp, uint8_t *packet, int length) {
    bool gcm = srtp->profile != AES_128_CM_SHA1_80;
    length -= RTCP_INDEX + (gcm ? GCM_TAG : SHA1_TAG);
    if (length < RTCP_HEAD) return -1;
    uint8_t iv[16], tag[20];
    // With GCM the index comes after the tag, with HMAC before it.
    const uint8_t *marked = packet + length + (gcm ? GCM_TAG : 0);
    make_iv(iv, srtp, &srtp->rtcp, get32(packet + 4), get32(marked) & 0x7fffffffu);
    if (gcm) {
        bool authentic = gcm_open(&srtp->rtcp, iv, (Span){packet, RTCP_HEAD}, (Span){marked, RTCP_INDEX},
                                  packet + RTCP_HEAD, length - RTCP_HEAD);
        return authentic ? length : -1;
    }
    tag_of(&srtp->rtcp, (Span){packet, length + RTCP_INDEX}, (Span){0}, tag);
    if (CRYPTO_memcmp(packet + length + RTCP_INDEX, tag, SHA1_TAG) != 0) return -1;
    counter_mode(&srtp->rtcp, iv, packet + RTCP_HEAD, length - RTCP_HEAD);
    return length;
}
