// Realserver starts an EventStoreDB or KurrentDB in a container for the tests of
// eventstore/esdb and keeps it until its standard input ends.
//
// It prints one line when the server answers: ready CONNECTION. Exit code 4 says that
// there is no container engine or no image here, and why; nothing is downloaded unless
// MINHBACH_TEST_PULL=1.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/testcontainers/testcontainers-go"
	"github.com/testcontainers/testcontainers-go/wait"
)

// images that are tried in this order; MINHBACH_TEST_IMAGE names another.
var images = []string{"eventstore/eventstore:24.6", "eventstore/eventstore:24.10", "kurrentplatform/kurrentdb:25.0", "kurrentplatform/kurrentdb:latest"}

// errNone: there is nothing to start here.
var errNone = errors.New("no server to test against")

func main() {
	switch err := run(context.Background()); {
	case errors.Is(err, errNone):
		fmt.Fprintln(os.Stderr, err)
		os.Exit(4)
	case err != nil:
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	os.Setenv("TESTCONTAINERS_RYUK_DISABLED", "true") // it would be one more image; the container goes with this program
	image, err := present(ctx)
	if err != nil {
		return err
	}
	server, err := testcontainers.GenericContainer(ctx, testcontainers.GenericContainerRequest{
		ContainerRequest: testcontainers.ContainerRequest{
			Image: image, ExposedPorts: []string{"2113/tcp"},
			Env: map[string]string{
				"EVENTSTORE_INSECURE": "true", "EVENTSTORE_MEM_DB": "true", "EVENTSTORE_TELEMETRY_OPTOUT": "true",
				"KURRENTDB_INSECURE": "true", "KURRENTDB_MEM_DB": "true", "KURRENTDB_TELEMETRY_OPTOUT": "true",
			},
			WaitingFor: wait.ForHTTP("/health/live").WithPort("2113/tcp").WithStatusCodeMatcher(func(status int) bool { return status == 204 || status == 200 }).WithStartupTimeout(2 * time.Minute),
		},
		Started: true,
	})
	if server != nil {
		defer server.Terminate(context.Background())
	}
	if err != nil {
		return err
	}
	endpoint, err := server.PortEndpoint(ctx, "2113/tcp", "")
	if err != nil {
		return err
	}
	fmt.Printf("ready esdb://%s?tls=false\n", endpoint)
	_, err = io.Copy(io.Discard, os.Stdin)
	return err
}

// present finds an image that is here, or may be fetched.
func present(ctx context.Context) (image string, err error) {
	defer func() {
		if p := recover(); p != nil { // the library's way to say that there is no engine
			err = fmt.Errorf("%w: no container engine answers: %v", errNone, p)
		}
	}()
	wanted := images
	if own := os.Getenv("MINHBACH_TEST_IMAGE"); own != "" {
		wanted = []string{own}
	}
	engine, err := testcontainers.NewDockerClientWithOpts(ctx)
	if err != nil {
		return "", fmt.Errorf("%w: no container engine answers: %w", errNone, err)
	}
	defer engine.Close()
	if _, err := engine.Ping(ctx); err != nil {
		return "", fmt.Errorf("%w: no container engine answers: %w", errNone, err)
	}
	for _, image := range wanted {
		if _, err := engine.ImageInspect(ctx, image); err == nil {
			return image, nil
		}
	}
	if os.Getenv("MINHBACH_TEST_PULL") == "1" {
		return wanted[0], nil
	}
	return "", fmt.Errorf("%w: none of the images %v is here; fetch one, or set MINHBACH_TEST_PULL=1", errNone, wanted)
}
