// Package integration holds the tests of the whole product: scenarios told in
// plain sentences (testdata/*.txt), imports of real units, wrong inputs, kill -9
// under load, and pages in a real browser.
//
// A scenario is read top to bottom by people who do not program; runner_test.go
// lists the sentences it may use.
package integration
