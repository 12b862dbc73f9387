// The client's side of DTLS 1.2, which yields the keys of SRTP (RFC 5764).
#include <openssl/err.h>
#include <openssl/x509.h>
#include <stdio.h>

#include "bytes.h"
#include "load.h"

static const char *const profiles =
    "SRTP_AEAD_AES_256_GCM:SRTP_AEAD_AES_128_GCM:SRTP_AES128_CM_SHA1_80";

static SSL_CTX *context;

static int accept_any(int ok, X509_STORE_CTX *store) {
    (void)ok, (void)store; // the server's certificate is its own; who it is does not matter here
    return 1;
}

static X509 *make_certificate(EVP_PKEY *key) {
    X509 *certificate = X509_new();
    X509_set_version(certificate, X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate), -86400);
    X509_gmtime_adj(X509_getm_notAfter(certificate), 86400 * 30);
    X509_set_pubkey(certificate, key);
    X509_NAME *name = X509_get_subject_name(certificate);
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, (const unsigned char *)"load", -1, -1, 0);
    X509_set_issuer_name(certificate, name);
    X509_sign(certificate, key, EVP_sha256());
    return certificate;
}

void dtls_init(char fingerprint[96]) {
    context = SSL_CTX_new(DTLS_client_method());
    EVP_PKEY *key = EVP_EC_gen("P-256");
    X509 *certificate = make_certificate(key);
    SSL_CTX_use_certificate(context, certificate);
    SSL_CTX_use_PrivateKey(context, key);
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, accept_any);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_tlsext_use_srtp(context, profiles);

    uint8_t digest[32];
    unsigned length;
    X509_digest(certificate, EVP_sha256(), digest, &length);
    for (unsigned i = 0; i < length; i++) sprintf(fingerprint + 3 * i, "%02X:", digest[i]);
    fingerprint[3 * length - 1] = 0;
    X509_free(certificate);
    EVP_PKEY_free(key);
}

// Browsers begin at 50 ms too; OpenSSL's own second would hide what a lost packet costs.
static unsigned next_timeout(SSL *ssl, unsigned microseconds) {
    (void)ssl;
    if (microseconds == 0) return 50000;
    return microseconds < 400000 ? 2 * microseconds : microseconds;
}

static void export_keys(Peer *peer, Profile profile) {
    int key = profile_key_bytes(profile), salt = profile_salt_bytes(profile);
    uint8_t all[2 * (32 + 14)];
    static const char label[] = "EXTRACTOR-dtls_srtp";
    SSL_export_keying_material(peer->ssl, all, (size_t)(2 * (key + salt)), label, sizeof label - 1, NULL, 0, 0);
    const uint8_t *client_salt = all + 2 * key;
    srtp_open(&peer->send, profile, all, client_salt, true);
    srtp_open(&peer->receive, profile, all + key, client_salt + salt, false);
}

static void finish(Peer *peer) {
    const SRTP_PROTECTION_PROFILE *chosen = SSL_get_selected_srtp_profile(peer->ssl);
    if (!chosen) {
        peer_failed(peer, "no SRTP profile in common");
        return;
    }
    Profile profile = chosen->id == SRTP_AEAD_AES_256_GCM   ? AES_256_GCM
                      : chosen->id == SRTP_AEAD_AES_128_GCM ? AES_128_GCM
                                                            : AES_128_CM_SHA1_80;
    export_keys(peer, profile);
    peer->ready = true;
    uint64_t now = steady_now();
    printf("{\"event\":\"ready\",\"peer\":%d,\"iceMs\":%.2f,\"dtlsMs\":%.2f,\"cipher\":\"%s\"}\n", peer->id,
           (double)(peer->ice_done - peer->begun) / 1e6, (double)(now - peer->ice_done) / 1e6, chosen->name);
}

static void shake_hands(Peer *peer) {
    int result = SSL_do_handshake(peer->ssl);
    if (result == 1) {
        finish(peer);
        return;
    }
    int error = SSL_get_error(peer->ssl, result);
    if (error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE) return;
    char why[160];
    ERR_error_string_n(ERR_get_error(), why, sizeof why);
    ERR_clear_error();
    peer_failed(peer, why);
}

void dtls_begin(Peer *peer) {
    peer->ssl = SSL_new(context);
    peer->incoming = BIO_new(BIO_s_mem());
    BIO_set_mem_eof_return(peer->incoming, -1);
    BIO *outgoing = BIO_new_dgram(peer->socket, BIO_NOCLOSE);
    BIO_ctrl(outgoing, BIO_CTRL_DGRAM_SET_CONNECTED, 0, &peer->server);
    SSL_set_bio(peer->ssl, peer->incoming, outgoing);
    SSL_set_options(peer->ssl, SSL_OP_NO_QUERY_MTU);
    SSL_set_mtu(peer->ssl, 1200);
    DTLS_set_timer_cb(peer->ssl, next_timeout);
    SSL_set_connect_state(peer->ssl);
    shake_hands(peer);
}

void dtls_receive(Peer *peer, const uint8_t *packet, int length) {
    if (!peer->ssl) return;
    BIO_write(peer->incoming, packet, length);
    if (!peer->ready) {
        shake_hands(peer);
        return;
    }
    uint8_t alert[256];
    int result = SSL_read(peer->ssl, alert, sizeof alert);
    if (result <= 0 && SSL_get_error(peer->ssl, result) == SSL_ERROR_ZERO_RETURN) {
        peer_failed(peer, "the server closed the DTLS connection");
    }
    ERR_clear_error();
}
