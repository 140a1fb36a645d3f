# $spectrum: log10(1 / share of slower requests), ms; slo_ms (0: none), slo, most, low_ms, high_ms
set lmargin at screen 0.1
set rmargin at screen 0.97
set bmargin at screen body * (0.13)
set tmargin at screen body * (0.93)
set logscale y
set yrange [decade(low_ms):decade_above(high_ms)]
set ytics nomirror @durations
set xrange [0:most]
set xtics ('0 %%' 0, 'p50' 0.30103, 'p90' 1, 'p95' 1.30103, 'p99' 2, 'p99.9' 3, 'p99.99' 4, 'p99.999' 5, 'p99.9999' 6)
set grid xtics ytics lc rgb faint lw 1 dt solid
set xlabel 'percentile of all requests (each step to the right: ten times rarer)' offset 0, 0.3
set ylabel 'response time' offset 1, 0
if (slo_ms > 0) {
  set arrow 1 from 0, slo_ms to most, slo_ms nohead lc rgb ink lw 1.5 dt 2 front
  set label 1 slo at most, slo_ms right offset 0, 0.6 textcolor rgb ink front
}
set key at graph 1, graph 1.02 right bottom horizontal width 1
plot for [i=1:runs] $spectrum using (column(2*i-1)):(column(2*i)) with lines lw 2.5 lc rgb colours[i] \
  title (runs > 1 ? names[i] : '')
