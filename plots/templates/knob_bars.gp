# $bars: row, p95 (s), its half-width, requests/s, its half-width, iterations/s, its half-width; labels of each; texts_0, texts_1, texts_2: of each bar of a panel; bars, most_0, most_1, most_2 (largest of each panel), slo_s (0: none)
set multiplot
set yrange [bars - 0.4:-0.7]
unset key
unset grid
set border 2
unset ytics
unset xtics
height_px = 110.0 + 32 * bars
set tmargin at screen body * (1 - 44 / height_px)
set bmargin at screen body * (20 / height_px)
array titles[3] = ['p95 response time', 'requests per second', 'journeys per second']
array tints[3] = [blue, green, sky]
array most[3] = [most_0, most_1, most_2]
array value[bars]
array beyond[bars]
do for [i=1:bars] { set label i labels[i] at graph -0.03, first (i - 1) right textcolor rgb ink }
do for [panel=0:2] {
  set lmargin at screen 0.38 + 0.207 * panel
  set rmargin at screen 0.38 + 0.207 * (panel + 1) - 0.01
  set xrange [0:most[panel + 1] * 1.55]
  stats $bars using (value[int($0) + 1] = column(2 + 2 * panel), beyond[int($0) + 1] = value[int($0) + 1] + column(3 + 2 * panel), 0) nooutput
  set label 100 titles[panel + 1] at graph 0, graph 1.0 offset 0, 0.9 left textcolor rgb ink
  set arrow 1 from value[1], graph 0 to value[1], graph 1 nohead lc rgb ink lw 1 dt 2 front
  if (panel == 0 && slo_s > 0 && slo_s < most_0 * 1.55) { set arrow 2 from slo_s, graph 0 to slo_s, graph 1 nohead lc rgb vermillion lw 1 dt 2 front } else { unset arrow 2 }
  do for [i=1:bars] {
    shown = panel == 0 ? texts_0[i] : panel == 1 ? texts_1[i] : texts_2[i]
    set label 200 + i shown at first beyond[i], first (i - 1) left offset 0.6, 0 textcolor rgb ink front
  }
  plot $bars using (0):1:(0):(column(2 + 2 * panel)):($1 - 0.32):($1 + 0.32) with boxxyerror fs solid 1 lc rgb tints[panel + 1], \
       $bars using (column(2 + 2 * panel)):1:(column(3 + 2 * panel)) with xerrorbars ps 0.01 lw 1 lc rgb ink
  do for [i=1:bars] { unset label i }
  @headless
}
unset multiplot
