# $bars: row, from, to (percent), part; $splits: row, where waiting begins; rows and their names, totals; parts, part_names,
# part_colours, part_fills (how solid: waiting is paler)
set lmargin at screen 0.2
set rmargin at screen 0.765
set bmargin at screen body * (bottom)
set tmargin at screen body * (top)
set xrange [0:100]
set yrange [rows + 0.5:0.5]
set format x '%g %%'
set xlabel 'share of the response time' offset 0, 0.3
set border 1
unset ytics
set grid noytics
do for [i=1:rows] {
  set label i row_names[i] at graph 0, first i right offset -0.8, 0 textcolor rgb ink
  set label rows + i totals[i] at graph 1, first i left offset 0.8, 0 textcolor rgb ink
}
unset key
do for [p=1:parts] {
  x = 0.1 + 0.28 * ((p - 1) % 3)
  y = legend_y((p - 1) / 3)
  set object p rect from screen x, y - 6.0 / body_px to screen x + 0.028, y + 6.0 / body_px \
    fc rgb part_colours[p] fs transparent solid part_fills[p] noborder
  set label 500 + p part_names[p] at screen x + 0.035, screen y left textcolor rgb ink
}
plot for [p=1:parts] $bars using ($4 == p ? $2 : NaN):1:2:3:($1-0.38):($1+0.38) with boxxyerror \
  fs transparent solid part_fills[p] lc rgb part_colours[p], \
  $splits using 2:($1-0.46):(0):(0.92) with vectors nohead lw 2 lc rgb ink
