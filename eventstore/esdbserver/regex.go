package esdbserver

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/dlclark/regexp2"
)

const (
	longestRegex  = 8 << 10                // bytes
	regexPatience = 200 * time.Millisecond // for one match
)

// errSlowRegex ends the reading that brought the expression along, and no other.
var errSlowRegex = errors.New("the filter's regular expression takes too long; simplify it")

// matcher tells whether a name passes.
type matcher func(name string) (bool, error)

// compileRegex reads an expression as .NET does, which EventStoreDB runs on: a
// backtracking engine, with look-ahead, and with a limit to the time of a match.
func compileRegex(pattern string) (matcher, error) {
	switch pattern {
	case `^[^\$].*`, `^[^$].*`: // how clients leave system events out
		return func(name string) (bool, error) { return name != "" && name[0] != '$', nil }, nil
	}
	if len(pattern) > longestRegex {
		return nil, fmt.Errorf("the filter's regular expression is longer than %d bytes", longestRegex)
	}
	re, err := regexp2.Compile(pattern, regexp2.None)
	if err != nil {
		return nil, fmt.Errorf("the filter's regular expression cannot be read: %w", err)
	}
	re.MatchTimeout = regexPatience
	return func(name string) (bool, error) {
		ok, err := re.MatchString(name)
		if err != nil {
			return false, errSlowRegex
		}
		return ok, nil
	}, nil
}

// compilePrefixes makes one search of however many prefixes: those that begin with
// another are left out, and of the rest only the last one at or before a name can fit.
func compilePrefixes(prefixes []string) matcher {
	sorted := slices.Sorted(slices.Values(prefixes))
	least := sorted[:0]
	for _, p := range sorted {
		if len(least) == 0 || !strings.HasPrefix(p, least[len(least)-1]) {
			least = append(least, p)
		}
	}
	return func(name string) (bool, error) {
		i, found := slices.BinarySearch(least, name)
		return found || i > 0 && strings.HasPrefix(name, least[i-1]), nil
	}
}
