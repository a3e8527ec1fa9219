package fetch

import (
	"context"
	"io"
	"mime"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"time"
)

// What one fetch may take.
const (
	Timeout      = 5 * time.Second
	MaxBody      = 2 << 20 // bytes of a page, unpacked
	MaxPicture   = 5 << 20 // bytes of a picture
	maxRedirects = 5
	maxHeader    = 64 << 10
)

const userAgent = "Commonshelf link preview (+https://github.com/commonshelf/commonshelf)"

// Fetcher reads what stands at addresses of the web.
type Fetcher struct {
	client  *http.Client
	guard   guard
	timeout time.Duration
}

// Options change what New makes. The zero value is right for a server.
type Options struct {
	Allow    []netip.AddrPort // reached although they are not public, such as the listener of a test
	Resolver *net.Resolver    // nil: the system's
	Timeout  time.Duration    // of a whole fetch; 0: Timeout
}

// New returns a fetcher. It keeps no connections.
func New(o Options) *Fetcher {
	f := &Fetcher{guard: guard{allowed: o.Allow}, timeout: o.Timeout}
	if f.timeout == 0 {
		f.timeout = Timeout
	}
	dialer := &net.Dialer{Control: f.guard.control, Resolver: o.Resolver}
	f.client = &http.Client{
		Transport: &http.Transport{
			DialContext:            dialer.DialContext,
			ForceAttemptHTTP2:      true,
			DisableKeepAlives:      true,
			MaxResponseHeaderBytes: maxHeader,
		},
		CheckRedirect: f.follow,
	}
	return f
}

// follow looks at each redirection as at the first address. The next site is not told where we come from.
func (f *Fetcher) follow(next *http.Request, before []*http.Request) error {
	if len(before) > maxRedirects {
		return errCircles
	}
	next.Header.Del("Referer")
	return f.guard.permitURL(next.URL)
}

// Response is what stands at an address.
type Response struct {
	FinalURL    *url.URL // after all redirections
	Status      int
	MediaType   string // without parameters; by the content where the site does not say
	ContentType string // as the site says it
	Body        []byte
	Truncated   bool // Body is only the beginning
}

// Fetch reads at most MaxBody bytes of what stands at the address. Every failure is an Error, but for the end of ctx;
// where the site answered, the response comes with it.
func (f *Fetcher) Fetch(ctx context.Context, address string) (Response, error) {
	return f.fetch(ctx, address, "text/html,application/xhtml+xml;q=0.9,*/*;q=0.5", MaxBody)
}

// Picture reads a picture: JPEG, PNG, GIF or WebP of at most MaxPicture bytes.
func (f *Fetcher) Picture(ctx context.Context, address string) (Response, error) {
	r, err := f.fetch(ctx, address, "image/webp,image/jpeg,image/png,image/gif", MaxPicture)
	if err != nil {
		return r, err
	}
	r.MediaType = http.DetectContentType(r.Body)
	switch r.MediaType {
	case "image/jpeg", "image/png", "image/gif", "image/webp":
	default:
		return r, Error{Reason: NotPicture, URL: address, Status: r.Status}
	}
	if r.Truncated {
		return r, Error{Reason: TooBig, URL: address, Status: r.Status}
	}
	return r, nil
}

func (f *Fetcher) fetch(ctx context.Context, address, accept string, limit int64) (Response, error) {
	u, err := parse(address)
	if err != nil {
		return Response{}, err
	}
	if err := f.guard.permitURL(u); err != nil {
		return Response{}, explain(ctx, address, err)
	}
	inTime, cancel := context.WithTimeout(ctx, f.timeout)
	defer cancel()
	q, err := http.NewRequestWithContext(inTime, http.MethodGet, u.String(), nil)
	if err != nil {
		return Response{}, Error{Reason: NotAddress, URL: address, Cause: err}
	}
	q.Header.Set("User-Agent", userAgent)
	q.Header.Set("Accept", accept)
	answer, err := f.client.Do(q)
	if err != nil {
		return Response{}, explain(ctx, address, err)
	}
	defer answer.Body.Close()
	return read(ctx, address, answer, limit)
}

func read(ctx context.Context, address string, answer *http.Response, limit int64) (Response, error) {
	r := Response{FinalURL: answer.Request.URL, Status: answer.StatusCode, ContentType: answer.Header.Get("Content-Type")}
	switch {
	case r.Status == http.StatusNotFound, r.Status == http.StatusGone:
		return r, Error{Reason: NotFound, URL: address, Status: r.Status}
	case r.Status < 200 || r.Status >= 300:
		return r, Error{Reason: Refused, URL: address, Status: r.Status}
	}
	body, err := io.ReadAll(io.LimitReader(answer.Body, limit+1))
	if err != nil {
		return r, explain(ctx, address, err)
	}
	if r.Truncated = int64(len(body)) > limit; r.Truncated {
		body = body[:limit]
	}
	r.Body = body
	r.MediaType, _, err = mime.ParseMediaType(r.ContentType)
	if err != nil || r.MediaType == "application/octet-stream" {
		r.MediaType, _, _ = mime.ParseMediaType(http.DetectContentType(body))
	}
	return r, nil
}
