import { defineConfig } from 'vite'

// The pages are rendered by Flask; Vite only bundles what they load.
// `base: './'` keeps every built address relative, so the application may be mounted under any prefix.
export default defineConfig({
  root: 'app/frontend',
  base: './',
  publicDir: false,
  build: {
    outDir: '../static/dist',
    emptyOutDir: true,
    manifest: 'manifest.json',
    target: ['chrome89'],
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      // Keys of the manifest, so what `asset('main.js')` and `asset('styles/noscript.css')` find.
      input: ['app/frontend/main.js', 'app/frontend/styles/noscript.css'],
    },
  },
  css: {
    preprocessorOptions: {
      // Bootstrap 5.3 still uses @import and global functions; the warnings are about its code, not ours.
      scss: { quietDeps: true, silenceDeprecations: ['import', 'global-builtin', 'color-functions', 'if-function'] },
    },
  },
})
