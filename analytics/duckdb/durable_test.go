//go:build cgo

package duckdb_test

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"minhbach/analytics"
	"minhbach/analytics/analyticstest"
	"minhbach/analytics/duckdb"
	"minhbach/domain/dataset"
)

var columns = []dataset.Column{analyticstest.Column("ten", dataset.Text), analyticstest.Column("so", dataset.Integer)}

// many rows; at each of them, before is called.
func many(n int, before func(i int)) func(yield func(analytics.Row, error) bool) {
	return func(yield func(analytics.Row, error) bool) {
		for i := range n {
			if before != nil {
				before(i)
			}
			if !yield(analytics.Row{fmt.Sprintf("Xã %d", i%1000), int64(i)}, nil) {
				return
			}
		}
	}
}

func TestReopen(t *testing.T) {
	path := filepath.Join(t.TempDir(), "t.duckdb")
	s := open(t, path)
	for range 2 {
		if _, err := s.Load(t.Context(), analytics.Table{ID: "x", Columns: columns}, many(300_000, nil)); err != nil {
			t.Fatal(err)
		}
	}
	before, err := s.Select(t.Context(), analytics.Query{Table: "x", Search: "xa 77", Order: []analytics.Order{{Column: "so", Desc: true}}})
	if err != nil {
		t.Fatal(err)
	}
	typed := []dataset.Column{analyticstest.Column("a", dataset.Decimal), analyticstest.Column("b", dataset.Date), analyticstest.Column("c", dataset.DateTime), analyticstest.Column("d", dataset.Boolean), analyticstest.Column("e", dataset.Integer)}
	at := time.Date(2026, 1, 31, 8, 30, 0, 123000, time.UTC)
	if _, err := s.Load(t.Context(), analytics.Table{ID: "typed", Columns: typed}, analyticstest.Rows(analytics.Row{2.0, at.Truncate(24 * time.Hour), at, true, int64(math.MaxInt64)})); err != nil {
		t.Fatal(err)
	}
	profiles := func(s *duckdb.Store) (all []analytics.Profile) {
		for _, id := range []string{"x", "typed"} {
			p, err := s.Profile(t.Context(), id)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, p...)
		}
		return all
	}
	profile := profiles(s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Select(t.Context(), analytics.Query{Table: "x"}); !errors.Is(err, analytics.ErrEngine) {
		t.Errorf("a closed store: %v", err)
	}
	s = open(t, path)
	after, err := s.Select(t.Context(), analytics.Query{Table: "x", Search: "xa 77", Order: []analytics.Order{{Column: "so", Desc: true}}})
	if err != nil || fmt.Sprint(after) != fmt.Sprint(before) || after.Total != 300*19 {
		t.Errorf("after reopening: %v, %v", after, err)
	}
	if again := profiles(s); !reflect.DeepEqual(again, profile) {
		t.Errorf("profile %+v, was %+v", again, profile)
	}
	shape, err := s.Shape("x")
	if err != nil || fmt.Sprint(shape) != fmt.Sprint(columns) {
		t.Errorf("columns: %v, %v", shape, err)
	}
}

// TestKilled kills a process in the middle of loads: what was loaded stays, what was
// not yet is not there, and the next process can load it.
func TestKilled(t *testing.T) {
	if path := os.Getenv("DUCKDB_TEST_LOAD"); path != "" {
		loadUntilKilled(t, path)
		return
	}
	if testing.Short() {
		t.Skip("starts processes")
	}
	path := filepath.Join(t.TempDir(), "t.duckdb")
	s := open(t, path)
	if _, err := s.Load(t.Context(), analytics.Table{ID: "old", Columns: columns}, many(1000, nil)); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	for round := range 4 {
		cmd := exec.Command(os.Args[0], "-test.run=^TestKilled$")
		cmd.Env = append(os.Environ(), "DUCKDB_TEST_LOAD="+path, "DUCKDB_TEST_ID="+[]string{"new", "old"}[round%2])
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		lines, mark := bufio.NewScanner(out), fmt.Sprintf("at %d", 100_000*(1+2*round))
		for lines.Scan() && lines.Text() != mark {
		}
		if _, err := duckdb.Open(t.Context(), duckdb.Options{Path: path}); err == nil || duckdb.IsBroken(err) {
			t.Errorf("opened beside another process: %v", err)
		}
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_, _ = io.Copy(io.Discard, out)
		_ = cmd.Wait()

		s, err := duckdb.Open(t.Context(), duckdb.Options{Path: path})
		if err != nil {
			t.Fatalf("after a kill: %v", err)
		}
		all, err := s.Tables(t.Context())
		if err != nil || all["old"] != 1000 || len(all) != 1 {
			t.Errorf("round %d: %v, %v", round, all, err)
		}
		p, err := s.Select(t.Context(), analytics.Query{Table: "old", Where: analytics.Compare{Column: "so", Op: analytics.Ge, Value: int64(0)}})
		if err != nil || p.Total != 1000 {
			t.Errorf("round %d: %v", round, err)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
}

func loadUntilKilled(t *testing.T, path string) {
	s := open(t, path)
	_, err := s.Load(t.Context(), analytics.Table{ID: os.Getenv("DUCKDB_TEST_ID"), Columns: columns}, many(900_000, func(i int) {
		if i%100_000 == 0 {
			fmt.Printf("at %d\n", i)
		}
		if i == 800_000 {
			select {} // wait for the kill
		}
	}))
	t.Error("not killed", err)
}

// A damaged file is told as such, at once or when the damage is met; the process
// goes on, and after Remove everything can be loaded again.
func TestDamaged(t *testing.T) {
	dir := t.TempDir()
	good := filepath.Join(dir, "good.duckdb")
	s := open(t, good)
	if _, err := s.Load(t.Context(), analytics.Table{ID: "x", Columns: columns}, many(50_000, nil)); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	damaged := map[string][]byte{
		"text":      []byte(strings.Repeat("Đây không phải cơ sở dữ liệu.\n", 1000)),
		"truncated": content[:len(content)/2],
		"head only": content[:4096],
		"a byte":    content[:1],
		"zeros":     make([]byte, len(content)),
		"header":    append([]byte("garbage garbage garbage"), content[23:]...),
	}
	for i := range 40 {
		b := []byte(string(content))
		for range 1 + i/10*4 {
			b[random.IntN(len(b))] ^= 1 << random.IntN(8)
		}
		damaged[fmt.Sprint("flip ", i)] = b
	}
	noticed := 0
	for name, b := range damaged {
		path := filepath.Join(dir, "damaged.duckdb")
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		s, err := duckdb.Open(t.Context(), duckdb.Options{Path: path})
		if err == nil {
			n := int64(0)
			err = s.Stream(t.Context(), analytics.Query{Table: "x"}, func(r analytics.Row) error {
				if r[1] != n || r[0] != fmt.Sprintf("Xã %d", n%1000) {
					return fmt.Errorf("row %d is %v and nobody noticed", n, r)
				}
				n++
				return nil
			})
			_ = s.Close()
		}
		if err != nil && !duckdb.IsBroken(err) {
			t.Errorf("%s: %v", name, err)
		} else if err != nil {
			noticed++
		} else if !strings.HasPrefix(name, "flip") {
			t.Errorf("%s: nobody noticed", name)
		}
		if err := duckdb.Remove(path); err != nil {
			t.Fatal(err)
		}
		left, err := filepath.Glob(path + "*")
		if err != nil || len(left) > 0 {
			t.Errorf("%s: left %v", name, left)
		}
	}
	t.Logf("damage noticed in %d of %d files; the others were hit where nothing is read", noticed, len(damaged))
	s = open(t, filepath.Join(dir, "damaged.duckdb"))
	if _, err := s.Load(t.Context(), analytics.Table{ID: "x", Columns: columns}, many(10, nil)); err != nil {
		t.Error(err)
	}
}

func TestPaths(t *testing.T) {
	for _, path := range []string{"", "a?threads=9", "a#b", "a%zz"} {
		if _, err := duckdb.Open(t.Context(), duckdb.Options{Path: path}); err == nil || duckdb.IsBroken(err) {
			t.Errorf("%q: %v", path, err)
		}
	}
	dir := t.TempDir()
	if _, err := duckdb.Open(t.Context(), duckdb.Options{Path: dir}); err == nil || duckdb.IsBroken(err) {
		t.Errorf("a directory: %v", err)
	}
	s := open(t, filepath.Join(dir, "chưa có", "tên dài có dấu.duckdb"))
	if all, err := s.Tables(t.Context()); err != nil || len(all) != 0 {
		t.Errorf("%v, %v", all, err)
	}
}
