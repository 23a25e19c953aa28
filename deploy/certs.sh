#!/usr/bin/env bash
# Makes a certificate authority and a certificate for each database node with OpenSSL,
# below ./certs. Certificates that are there are left alone; the authority's key belongs
# where no server is.
set -euo pipefail
cd "$(dirname "$0")"
umask 077
mkdir -p certs/ca
if [ ! -f certs/ca/ca.crt ]; then
  openssl req -x509 -newkey rsa:3072 -nodes -days 3650 -subj "/CN=Minh Bach cluster CA" \
    -addext "basicConstraints=critical,CA:TRUE" -addext "keyUsage=critical,keyCertSign,cRLSign" \
    -keyout certs/ca.key -out certs/ca/ca.crt 2>/dev/null
fi
for node in db1 db2 db3; do
  [ -f "certs/$node/node.crt" ] && continue
  mkdir -p "certs/$node"
  # Nodes of a cluster know each other by this common name.
  openssl req -newkey rsa:3072 -nodes -subj "/CN=eventstoredb-node" \
    -keyout "certs/$node/node.key" -out "certs/$node/node.csr" 2>/dev/null
  openssl x509 -req -in "certs/$node/node.csr" -CA certs/ca/ca.crt -CAkey certs/ca.key -CAcreateserial -days 730 \
    -extfile <(printf 'subjectAltName=DNS:%s,DNS:localhost,IP:127.0.0.1\nextendedKeyUsage=serverAuth,clientAuth\nkeyUsage=critical,digitalSignature,keyEncipherment\n' "$node") \
    -out "certs/$node/node.crt" 2>/dev/null
  rm "certs/$node/node.csr"
done
chmod -R go+rX certs && chmod 600 certs/ca.key
echo "certs/ca/ca.crt and certs/db{1,2,3}/node.{crt,key}"
