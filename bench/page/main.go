// Page measures a whole search page of twenty cards, signed out, compressed, against the same bytes compressed from memory
// by the same kind of server, and the size of a first visit.
//
//	go run ./bench/page
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/klauspost/compress/gzhttp"
	"github.com/klauspost/compress/gzip"

	"github.com/commonshelf/commonshelf/bench/shelf"
)

func main() {
	runs := flag.Int("runs", 3, "measurements of each kind; the median is told")
	length := flag.Duration("length", 3*time.Second, "length of each")
	readers := flag.Int("readers", 8, "connections")
	flag.Parse()
	if err := measure(context.Background(), *runs, *length, *readers); err != nil {
		log.Fatal(err)
	}
}

const path = "/catalog?q=students"

func measure(ctx context.Context, runs int, length time.Duration, readers int) (err error) {
	s, err := shelf.Open(ctx, "")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	// Visitors see a page of cards only where public pages are on and things are public.
	for _, statement := range []string{`UPDATE district SET public_on = TRUE`, `UPDATE resource SET visibility = 'public', revision = revision + 1 WHERE state = 'published'`} {
		if _, err := s.DB.Exec(ctx, statement); err != nil {
			return err
		}
	}
	if _, err := s.Search.Build(ctx); err != nil {
		return err
	}
	at, stop, err := serve(s.Site.Handler())
	if err != nil {
		return err
	}
	defer stop()
	page, err := fetch(at+path, "")
	if err != nil {
		return err
	}
	wrap, err := gzhttp.NewWrapper(gzhttp.CompressionLevel(gzip.BestSpeed))
	if err != nil {
		return err
	}
	memory, stopMemory, err := serve(wrap(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write(page)
	})))
	if err != nil {
		return err
	}
	defer stopMemory()
	var whole, bytes []float64
	for range runs {
		bytes = append(bytes, rate(memory, readers, length))
		whole = append(whole, rate(at+path, readers, length))
	}
	fmt.Printf("a page of %d KB, %d connections: %.0f/s; the same bytes from memory %.0f/s; %.2f of it (bar 0.20)\n",
		len(page)>>10, readers, median(whole), median(bytes), median(whole)/median(bytes))
	if err := completed(at); err != nil {
		return err
	}
	return firstVisit(at)
}

// completed asks for suggestions at each letter of some words, as their list comes over the wire.
func completed(at string) error {
	var times []float64
	for _, words := range []string{"misinformation", "weather records", "graphic novels", "makerspace", "primary sources", "mapas", "library routines"} {
		for n := 2; n <= len(words); n++ {
			began := time.Now()
			if _, err := fetch(at+"/catalog/suggest?q="+url.QueryEscape(words[:n]), "gzip"); err != nil {
				return err
			}
			times = append(times, time.Since(began).Seconds()*1000)
		}
	}
	middle := median(times)
	fmt.Printf("suggestions at each of %d letters, over the wire: median %.1f ms, slowest %.1f ms (bar 20 ms)\n", len(times), middle, times[len(times)-1])
	return nil
}

func serve(h http.Handler) (at string, stop func(), err error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, err
	}
	server := &http.Server{Handler: h, ReadHeaderTimeout: time.Second}
	go func() { _ = server.Serve(listener) }()
	return "http://" + listener.Addr().String(), func() { _ = server.Close() }, nil
}

func fetch(at, encoding string) ([]byte, error) {
	request, err := http.NewRequest(http.MethodGet, at, nil)
	if err != nil {
		return nil, err
	}
	if encoding != "" {
		request.Header.Set("Accept-Encoding", encoding)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(response.Body)
	if err == nil && response.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s", at, response.Status)
	}
	return body, errors.Join(err, response.Body.Close())
}

// rate asks for a page over and over on several connections and gives the answers a second.
func rate(at string, readers int, length time.Duration) float64 {
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: readers, DisableCompression: true}}
	var n atomic.Int64
	began := time.Now()
	var group sync.WaitGroup
	for range readers {
		group.Go(func() {
			for time.Since(began) < length {
				request, err := http.NewRequest(http.MethodGet, at, nil)
				if err != nil {
					return
				}
				request.Header.Set("Accept-Encoding", "gzip")
				response, err := client.Do(request)
				if err != nil {
					return
				}
				_, err = io.Copy(io.Discard, response.Body)
				if errors.Join(err, response.Body.Close()) != nil {
					return
				}
				n.Add(1)
			}
		})
	}
	group.Wait()
	return float64(n.Load()) / time.Since(began).Seconds()
}

func median(list []float64) float64 {
	slices.Sort(list)
	return list[len(list)/2]
}

var loaded = regexp.MustCompile(`(?:href|src)="(/assets/[^"#]+)`)

// firstVisit adds up what a browser loads for the sign-in page, as it comes over the wire.
func firstVisit(at string) error {
	page, err := fetch(at+"/sign-in", "")
	if err != nil {
		return err
	}
	packed, err := fetch(at+"/sign-in", "gzip")
	if err != nil {
		return err
	}
	total := len(packed)
	seen := map[string]bool{}
	for _, m := range loaded.FindAllSubmatch(page, -1) {
		name := string(m[1])
		if seen[name] {
			continue
		}
		seen[name] = true
		asset, err := fetch(at+name, "gzip")
		if err != nil {
			return err
		}
		total += len(asset)
	}
	fmt.Printf("first visit, over the wire: %.1f KB in %d requests (bar 100 KB)\n", float64(total)/1000, len(seen)+1)
	return nil
}
