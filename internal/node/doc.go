// Package node puts a running Minh Bạch together: log, read models, files,
// secrets, app, portal and API, and stops them in order. Tests and every command
// of the binary start the same Node.
//
// It is wiring only: no rule of the domain and no text for readers is here.
package node
