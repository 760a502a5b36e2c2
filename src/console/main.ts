import { mount } from 'svelte';
import App from './app/App.svelte';
import './styles/base.css';

const root = document.getElementById('app');
if (!root) throw new Error('the page has no #app');
mount(App, { target: root });
// Loaded whole: early.js may reload again, should that ever be needed.
sessionStorage.removeItem('peapod-reloads');
