//go:build race

package bus_test

// underRace: everything is several times slower.
const underRace = true
