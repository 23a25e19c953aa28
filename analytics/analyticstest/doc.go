// Package analyticstest is what every engine of analytics must pass: Run with the
// behaviours of the contract, refusals included, and with random questions whose
// answers are compared with Reference, which is slow and obvious. Damage to files
// and limits of memory are the engine's own tests.
package analyticstest
