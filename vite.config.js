import { readdirSync, rmSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { defineConfig } from 'vite'

import { simulationInChinese } from './app/frontend/editor/simulation-words.js'

/** Old files go when the new ones are there: pages are served from the folder while it is built. */
function removeStale() {
  return {
    name: 'remove-stale',
    writeBundle({ dir }, bundle) {
      const built = new Set(Object.keys(bundle))
      for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true })) {
        const path = join(entry.parentPath, entry.name)
        if (entry.isFile() && !built.has(relative(dir, path).replaceAll(sep, '/'))) rmSync(path)
      }
    },
  }
}

// The pages are rendered by Flask; Vite only bundles what they load.
// `base: './'` keeps every built address relative, so the application may be mounted under any prefix.
export default defineConfig({
  root: 'app/frontend',
  base: './',
  publicDir: false,
  plugins: [simulationInChinese(), removeStale()],
  build: {
    outDir: '../static/dist',
    emptyOutDir: false,
    manifest: 'manifest.json',
    target: ['chrome89'],
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      // Keys of the manifest, so what `asset('main.js')` and `asset('styles/noscript.css')` find.
      input: ['app/frontend/main.js', 'app/frontend/editor/editor.js', 'app/frontend/styles/noscript.css'],
    },
  },
  css: {
    preprocessorOptions: {
      // Bootstrap 5.3 still uses @import and global functions; the warnings are about its code, not ours.
      scss: { quietDeps: true, silenceDeprecations: ['import', 'global-builtin', 'color-functions', 'if-function'] },
    },
  },
})
