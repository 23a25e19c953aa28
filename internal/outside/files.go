package main

import (
	"net/http"
	"time"
)

// fileClient reads file addresses, so that a check needs no server.
func fileClient() *http.Client {
	t := &http.Transport{}
	t.RegisterProtocol("file", http.NewFileTransport(http.Dir("/")))
	return &http.Client{Transport: t, Timeout: 10 * time.Second}
}
